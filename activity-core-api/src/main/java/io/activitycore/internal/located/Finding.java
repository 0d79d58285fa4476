package io.activitycore.internal.located;

/**
 * Something wrong with a text.
 *
 * @param line 1-based
 * @param pointer JSON pointer of the value, empty for the whole
 * @param code stable name of what is wrong
 * @param message one line
 */
public record Finding(int line, String pointer, String code, String message) {}
