/** The code that the guide and the README show. Rule: all of it runs in a test. */
@NullMarked
package io.activitycore.docs.snippets;

import org.jspecify.annotations.NullMarked;
