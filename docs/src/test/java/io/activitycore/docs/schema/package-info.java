/** The JSON Schemas in {@code docs/schemas}. Rule: written from the records, never by hand. */
@NullMarked
package io.activitycore.docs.schema;

import org.jspecify.annotations.NullMarked;
