/**
 * What a host sees of the engine. Rule: the only package of this module that is not internal; no
 * type of {@code internal} appears in a public signature.
 */
@NullMarked
package io.activitycore.engine;

import org.jspecify.annotations.NullMarked;
