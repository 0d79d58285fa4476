package io.activitycore.internal;

/** JSON pointers, RFC 6901. */
public final class Pointers {

  private Pointers() {}

  /** Escapes one reference token. */
  public static String escape(String token) {
    return token.replace("~", "~0").replace("/", "~1");
  }

  /** A child's pointer. */
  public static String child(String parent, String token) {
    return parent + '/' + escape(token);
  }

  /** An element's pointer. */
  public static String child(String parent, int index) {
    return parent + '/' + index;
  }

  /** The pointer without its last token; the empty pointer stays empty. */
  public static String parent(String pointer) {
    int slash = pointer.lastIndexOf('/');
    return slash < 0 ? "" : pointer.substring(0, slash);
  }
}
