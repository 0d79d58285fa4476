package io.activitycore.docs.snippets;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A payment service that pays once for each idempotency key. */
public final class Payments {

  private final ConcurrentMap<String, Double> paid = new ConcurrentHashMap<>();

  /** Nothing paid yet. */
  public Payments() {}

  /** Pays, and gives the receipt. */
  public String pay(double amount, String key) {
    paid.putIfAbsent(key, amount);
    return "receipt of " + key;
  }

  /** The keys, sorted. */
  List<String> keys() {
    return new ArrayList<>(paid.keySet()).stream().sorted().toList();
  }
}
