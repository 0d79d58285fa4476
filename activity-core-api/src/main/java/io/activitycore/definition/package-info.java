/**
 * What a host stores: {@link io.activitycore.definition.ActivityDefinition} and its parts. Rule:
 * data, not code; each record checks the rules of its own form when it is made, and stands for
 * exactly one object of the wire form.
 *
 * <p>Codes of a {@link io.activitycore.definition.Problem}:
 *
 * <ul>
 *   <li>the text: {@code syntax, empty, size, encoding, depth, documents, alias, tag, number,
 *       duplicate_key};
 *   <li>its shape: {@code type, unknown_property, required, enum, duration, range, exactly_one,
 *       at_least_one, goes_with};
 *   <li>its values: {@code pattern, not_blank, not_empty, node_name, identifier, time_zone_name,
 *       positive_duration, json_object, json_present};
 *   <li>across records: {@code name_taken, start_edge, rule_task, nested_for_each};
 *   <li>across files: {@code duplicate_id, unreadable}.
 * </ul>
 */
@NullMarked
package io.activitycore.definition;

import org.jspecify.annotations.NullMarked;
