package io.certvigil.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What the judge needs of a message that reached a receiver. A long campaign has more of them than
 * memory would hold whole.
 *
 * @param keys by which its deliveries are found again in the database, see {@link
 *     ReceiverKind#keys}
 * @param events ids that the message itself names; empty where its kind names none
 * @param copyOf what two copies of one message have in common; empty where there are no copies
 * @param digest of its body
 */
record ReceivedMessage(
    String address,
    List<String> keys,
    List<String> events,
    Optional<String> copyOf,
    String digest) {

  static ReceivedMessage of(ReceiverKind kind, RawMessage mail) {
    return new ReceivedMessage(
        mail.address(),
        kind.keys(mail).stream().map(ReceivedMessage::digest).toList(),
        List.copyOf(kind.events(mail)),
        kind.copyOf(mail).map(ReceivedMessage::digest),
        digest(mail.text()));
  }

  /** Equal where the texts are. */
  static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
