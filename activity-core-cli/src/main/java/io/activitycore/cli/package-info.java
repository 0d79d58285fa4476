/**
 * The command line: {@code activity validate}, {@code match} and {@code simulate}. Rule: a command
 * reads files, asks the engine's public facades and writes what they say; it decides nothing
 * itself, and touches a stream only through its {@link io.activitycore.cli.Console}.
 */
@NullMarked
package io.activitycore.cli;

import org.jspecify.annotations.NullMarked;
