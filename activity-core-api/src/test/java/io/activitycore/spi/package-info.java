/** Tests of the ports' own code. */
@NullMarked
package io.activitycore.spi;

import org.jspecify.annotations.NullMarked;
