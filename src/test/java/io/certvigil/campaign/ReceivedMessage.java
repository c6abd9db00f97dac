package io.certvigil.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a received message that the verifier needs. The whole messages of a long campaign
 * would not fit into memory.
 *
 * @param keys identify its deliveries in the database, see {@link ReceiverKind#keys}
 * @param events the event ids in the message; empty if its kind contains none
 * @param copyOf equal for copies of the same message; empty if its kind has no copies
 * @param digest the digest of the body
 */
record ReceivedMessage(
    String address,
    List<String> keys,
    List<String> events,
    Optional<String> copyOf,
    String digest) {

  static ReceivedMessage of(ReceiverKind kind, RawMessage received) {
    var message =
        new RawMessage(received.id(), received.address(), withoutCopyNote(received.text()));
    return new ReceivedMessage(
        message.address(),
        kind.keys(message).stream().map(ReceivedMessage::digest).toList(),
        List.copyOf(kind.events(message)),
        kind.copyOf(message).map(ReceivedMessage::digest),
        digest(message.text()));
  }

  /** A mail that may be a copy says so; everything else in it is as before. */
  private static String withoutCopyNote(String text) {
    var note =
        "Possible copy: the mail server did not answer\r\nwhen this message was sent before.";
    return text.replace("X-Certvigil-Possible-Copy: true\r\n", "")
        .replace("Subject: Possible copy:\r\n ", "Subject: ")
        .replace("<p>" + note + "</p>\r\n", "")
        .replace(note + "\r\n\r\n", "");
  }

  /** Equal for equal texts. */
  static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
