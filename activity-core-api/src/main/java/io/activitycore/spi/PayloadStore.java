package io.activitycore.spi;

/**
 * Where results are kept that are too large for a run's history. Thread-safe. What is put must be
 * found as long as a run that refers to it may go on, or may be asked about.
 */
public interface PayloadStore {

  /**
   * Keeps content.
   *
   * @param content JSON in UTF-8
   * @return a reference that finds it again, from every process of the tenant; the same content may
   *     get the same one
   */
  String put(String tenant, byte[] content);

  /**
   * Finds content.
   *
   * @throws java.util.NoSuchElementException when there is none under the reference
   */
  byte[] get(String tenant, String reference);
}
