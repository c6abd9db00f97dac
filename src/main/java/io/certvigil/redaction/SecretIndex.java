package io.certvigil.redaction;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;

/**
 * Finds all forms in one pass over a text, by their first four bytes: the time depends on the
 * length of the text, not on the number of secrets.
 */
final class SecretIndex {
  private static final int BITS = 12;

  private final SecretForm[][] buckets = new SecretForm[1 << BITS][];

  private final boolean empty;

  SecretIndex(Collection<SecretForm> forms) {
    forms.forEach(this::add);
    empty = forms.isEmpty();
  }

  private void add(SecretForm form) {
    int bucket = bucket(form.key());
    var others = buckets[bucket];
    buckets[bucket] = others == null ? new SecretForm[1] : Arrays.copyOf(others, others.length + 1);
    buckets[bucket][buckets[bucket].length - 1] = form;
  }

  private static int bucket(int key) {
    return (key * 0x9e3779b1) >>> (32 - BITS);
  }

  boolean isEmpty() {
    return empty;
  }

  /**
   * This text with {@code ***} in place of each form.
   *
   * @param cut whether the text may end in the middle of one
   */
  String hide(String text, boolean cut) {
    var hidden = new BitSet();
    for (var view : TextView.readings(text)) {
      mark(view, cut, hidden);
    }
    return hidden.isEmpty() ? text : without(text, hidden);
  }

  private void mark(TextView view, boolean cut, BitSet hidden) {
    for (int at = 0; at + SecretForm.SHORTEST <= view.size(); ) {
      var forms = buckets[bucket(view.key(at))];
      int end = forms == null ? at : mark(forms, view, at, cut, hidden);
      at = Math.max(at + 1, end);
    }
  }

  /** Returns where to go on; before that, everything is hidden already. */
  private static int mark(SecretForm[] forms, TextView view, int at, boolean cut, BitSet hidden) {
    int on = at;
    for (var form : forms) {
      int same = view.commonLength(at, form.text());
      boolean ends = cut && same >= SecretForm.SHORTEST && at + same == view.size();
      if ((same >= form.sufficient() || ends) && form.fits(view.at(at - 1), view.at(at + same))) {
        boolean base64 = form.kind() == SecretForm.Kind.IN_BASE64;
        int from = base64 ? before(view, at) : at;
        int to = base64 ? behind(view, at + same) : at + same;
        hidden.set(view.origin(from), view.origin(to));
        on = base64 ? to : on;
      }
    }
    return on;
  }

  private static int before(TextView view, int at) {
    int from = at;
    while (SecretForm.isBase64(view.at(from - 1))) {
      from--;
    }
    return from;
  }

  private static int behind(TextView view, int at) {
    int to = at;
    while (SecretForm.isBase64(view.at(to)) || view.at(to) == '=') {
      to++;
    }
    return to;
  }

  private static String without(String text, BitSet hidden) {
    var clean = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int from = hidden.nextSetBit(at);
      if (from < 0) {
        return clean.append(text, at, text.length()).toString();
      }
      clean.append(text, at, from).append(Scrubber.HIDDEN);
      at = hidden.nextClearBit(from);
    }
    return clean.toString();
  }
}
