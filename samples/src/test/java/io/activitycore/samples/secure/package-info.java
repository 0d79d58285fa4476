/**
 * Brokers that speak TLS and ask who comes. Rule: certificates are made by the test and gone with
 * it.
 */
@NullMarked
package io.activitycore.samples.secure;

import org.jspecify.annotations.NullMarked;
