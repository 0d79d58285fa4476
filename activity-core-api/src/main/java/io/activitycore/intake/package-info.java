/**
 * What a host demands of events before they are routed: how raw JSON is read, who may send what and
 * how that is proven, which schema a payload must fit. Values only; the engine does the work.
 */
@NullMarked
package io.activitycore.intake;

import org.jspecify.annotations.NullMarked;
