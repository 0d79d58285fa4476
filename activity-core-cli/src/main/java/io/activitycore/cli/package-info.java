/**
 * The command line: {@code activity validate}, {@code match}, {@code simulate}, {@code graph},
 * {@code schedule}, {@code apply} and {@code export}. Rule: a command reads files, asks the public
 * facades of the engine and of the registry and writes what they say; it decides nothing itself,
 * and touches a stream only through its {@link io.activitycore.cli.Console}.
 */
@NullMarked
package io.activitycore.cli;

import org.jspecify.annotations.NullMarked;
