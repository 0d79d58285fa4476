/** Tests of filters. The library event-ruler, which Amazon EventBridge runs on, is their oracle. */
@NullMarked
package io.activitycore.engine.internal.filter;

import org.jspecify.annotations.NullMarked;
