package io.activitycore.engine.internal.memory;

/**
 * What has one lock: it is this object's monitor, held for a whole request, which makes the request
 * a transaction. The outbox and the decisions have locks of their own, which are taken after it.
 */
record Tables(WaitTable waits, HumanTaskTable people, EventTable events) {

  Tables() {
    this(new WaitTable(), new HumanTaskTable(), new EventTable());
  }
}
