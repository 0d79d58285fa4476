/** JSON Schemas of what comes from outside. Knows nothing of what they are for; fetches nothing. */
@NullMarked
package io.activitycore.engine.internal.schema;

import org.jspecify.annotations.NullMarked;
