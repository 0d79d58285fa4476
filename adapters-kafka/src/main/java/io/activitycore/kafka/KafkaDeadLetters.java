package io.activitycore.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.DeadLettersException;
import io.activitycore.spi.StoredDeadLetter;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The dead-letter topic as a list. A topic forgets nothing on demand, so which letters are dealt
 * with stands in a second, compacted topic, keyed by the letter's own id. Every call reads both
 * topics as far as it must. Thread-safe.
 */
final class KafkaDeadLetters implements DeadLetters {

  private static final Pattern ID = Pattern.compile("([0-9]{1,9})@([0-9]{1,18}):([0-9]{1,18})");
  private static final Comparator<StoredDeadLetter> OLDEST_FIRST =
      Comparator.comparing(StoredDeadLetter::time).thenComparing(StoredDeadLetter::id);

  /** What happens to a letter that is dealt with. */
  private enum End {
    REPLAYED,
    DISCARDED
  }

  private final KafkaOptions options;
  private final KafkaLink link;
  private final KafkaTopology topology;
  private final TopicScan scan;

  KafkaDeadLetters(KafkaOptions options, KafkaLink link, KafkaTopology topology) {
    this.options = options;
    this.link = link;
    this.topology = topology;
    this.scan = new TopicScan(options, link);
  }

  @Override
  public List<StoredDeadLetter> list(DeadLetterQuery query) {
    try {
      Set<String> dealtWith = dealtWith();
      Set<String> seen = new HashSet<>();
      NavigableSet<StoredDeadLetter> oldest = new TreeSet<>(OLDEST_FIRST);
      scan.read(
          options.deadTopic(),
          record -> {
            String identity = identity(record);
            // The same original twice: the process died between the letter and the commit.
            if (identity != null && !dealtWith.contains(identity) && seen.add(identity)) {
              keep(oldest, DeadLetter.read(record), query);
            }
            return true;
          });
      return List.copyOf(oldest);
    } catch (IOException | TopologyException e) {
      throw failed("read", e);
    }
  }

  private static void keep(
      NavigableSet<StoredDeadLetter> oldest, StoredDeadLetter letter, DeadLetterQuery query) {
    if (query.matches(letter)) {
      oldest.add(letter);
      if (oldest.size() > query.limit()) {
        oldest.pollLast();
      }
    }
  }

  @Override
  public Optional<StoredDeadLetter> find(String id) {
    return Optional.ofNullable(record(id)).map(DeadLetter::read);
  }

  @Override
  public boolean replay(String id) {
    ConsumerRecord<byte[], byte[]> letter = record(id);
    if (letter == null) {
      return false;
    }
    if (DeadLetter.text(letter, DeadLetter.OMITTED) != null) {
      throw new DeadLettersException(
          "dead letter " + id + " cannot be replayed: its body was too large to be kept", null);
    }
    String from = DeadLetter.text(letter, DeadLetter.TOPIC);
    String to = from != null && options.topics().contains(from) ? from : options.topics().get(0);
    ProducerRecord<byte[], byte[]> original =
        new ProducerRecord<>(to, letter.key(), letter.value());
    for (Header header : letter.headers()) {
      if (!header.key().startsWith(DeadLetter.PREFIX)) {
        original.headers().add(header);
      }
    }
    try {
      link.publish(original);
      settle(letter, End.REPLAYED);
      return true;
    } catch (IOException e) {
      throw failed("replay " + id + " from", e);
    }
  }

  @Override
  public boolean discard(String id) {
    ConsumerRecord<byte[], byte[]> letter = record(id);
    if (letter == null) {
      return false;
    }
    try {
      settle(letter, End.DISCARDED);
      return true;
    } catch (IOException e) {
      throw failed("discard " + id + " from", e);
    }
  }

  private void settle(ConsumerRecord<byte[], byte[]> letter, End end) throws IOException {
    String identity = String.valueOf(identity(letter));
    String note = end + " " + Instant.now().truncatedTo(ChronoUnit.MILLIS);
    link.publish(
        new ProducerRecord<>(
            options.settledTopic(), identity.getBytes(UTF_8), note.getBytes(UTF_8)));
  }

  /** The letter with that id, unless it is dealt with. */
  private @Nullable ConsumerRecord<byte[], byte[]> record(String id) {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      return null;
    }
    TopicPartition partition =
        new TopicPartition(options.deadTopic(), Integer.parseInt(parts.group(1)));
    try {
      Set<String> dealtWith = dealtWith();
      ConsumerRecord<byte[], byte[]> found =
          scan.readOne(partition, Long.parseLong(parts.group(2)));
      String identity = found == null ? null : identity(found);
      boolean open =
          found != null
              && found.timestamp() == Long.parseLong(parts.group(3))
              && identity != null
              && !dealtWith.contains(identity);
      return open ? found : null;
    } catch (IOException | TopologyException e) {
      throw failed("read " + id + " from", e);
    }
  }

  private Set<String> dealtWith() throws IOException, TopologyException {
    topology.forDeadLetters();
    Set<String> found = new HashSet<>();
    scan.read(
        options.settledTopic(),
        record -> {
          if (record.key() != null && record.value() != null) {
            found.add(new String(record.key(), UTF_8));
          }
          return true;
        });
    return found;
  }

  /** Null for what is no letter of ours. */
  private static @Nullable String identity(ConsumerRecord<byte[], byte[]> record) {
    return DeadLetter.text(record, DeadLetter.ID);
  }

  private DeadLettersException failed(String what, Exception e) {
    return new DeadLettersException(
        "cannot " + what + " Kafka topic " + options.deadTopic() + ": " + e.getMessage(), e);
  }
}
