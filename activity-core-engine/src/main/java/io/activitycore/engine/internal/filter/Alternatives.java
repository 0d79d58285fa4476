package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A {@code $or}.
 *
 * @param path where it stands, {@code $or} included
 * @param written as written
 * @param choices one of which must hold
 */
record Alternatives(String path, JsonNode written, List<Conjunction> choices) {}
