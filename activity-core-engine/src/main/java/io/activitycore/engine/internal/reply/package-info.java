/**
 * Replies to what async tasks asked: the token that says which wait is meant, and what a reply
 * holds. Rule: pure; time is a parameter, and nothing a stranger sends is read before its signature
 * was.
 */
@NullMarked
package io.activitycore.engine.internal.reply;

import org.jspecify.annotations.NullMarked;
