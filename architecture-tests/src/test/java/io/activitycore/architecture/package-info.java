/** The house rules of docs/conventions.md, as tests over every module. */
@NullMarked
package io.activitycore.architecture;

import org.jspecify.annotations.NullMarked;
