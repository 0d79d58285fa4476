package io.activitycore.spi;

import io.activitycore.definition.ActivityDefinition;

/**
 * A definition as a registry keeps it: immutable under its version.
 *
 * @param definition the data
 * @param version from 1; each change is a new one
 * @param hash SHA-256 of the canonical form, in hex
 */
public record StoredDefinition(ActivityDefinition definition, int version, String hash) {}
