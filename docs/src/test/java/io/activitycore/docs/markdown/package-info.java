/** The pages themselves. Rule: what they show is what runs, what they link to is there. */
@NullMarked
package io.activitycore.docs.markdown;

import org.jspecify.annotations.NullMarked;
