/**
 * What a host stores: {@link io.activitycore.definition.ActivityDefinition} and its parts. Rule:
 * data, not code; each record checks the rules of its own form when it is made, and stands for
 * exactly one object of the wire form.
 */
@NullMarked
package io.activitycore.definition;

import org.jspecify.annotations.NullMarked;
