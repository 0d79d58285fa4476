/**
 * Bytes to envelopes. Rule: pure functions of bytes, headers and the time of arrival that is handed
 * in; whatever the bytes are, the answer is an envelope or an {@code UndecodableException}.
 */
@NullMarked
package io.activitycore.engine.internal.intake;

import org.jspecify.annotations.NullMarked;
