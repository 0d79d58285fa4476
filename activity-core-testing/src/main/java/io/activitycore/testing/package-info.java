/**
 * What tests of hosts, adapters and of this library itself share: real servers, faults and time.
 * Rule: what a test asks for is there or the test fails; nothing is skipped, and nothing outlives
 * the JVM.
 */
@NullMarked
package io.activitycore.testing;

import org.jspecify.annotations.NullMarked;
