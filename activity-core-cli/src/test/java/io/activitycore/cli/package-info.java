/** Tests of the command line. Rule: what a user sees, streams and exit codes, nothing inside. */
@NullMarked
package io.activitycore.cli;

import org.jspecify.annotations.NullMarked;
