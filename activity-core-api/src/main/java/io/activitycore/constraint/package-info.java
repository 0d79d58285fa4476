/**
 * Bean Validation constraints of the model. Rule: a constraint states one rule of the form, once.
 */
@NullMarked
package io.activitycore.constraint;

import org.jspecify.annotations.NullMarked;
