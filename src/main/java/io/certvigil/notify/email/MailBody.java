package io.certvigil.notify.email;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.certvigil.notify.FallbackMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mail as it is stored in the outbox.
 *
 * @param to the envelope recipient
 * @param message the complete message, in the format of RFC 5322
 * @param shorterId id of the message that replaces this one if it is rejected; null if this is the
 *     replacement
 * @param shorter that message
 * @param smallerId id of the message that replaces this one if it is too large; null if it has no
 *     attachment, or if this is a replacement
 * @param smaller that message
 */
public record MailBody(
    String to,
    String message,
    @Nullable String shorterId,
    @Nullable String shorter,
    @Nullable String smallerId,
    @Nullable String smaller) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** A mail without a smaller form. */
  MailBody(String to, String message, @Nullable String shorterId, @Nullable String shorter) {
    this(to, message, shorterId, shorter, null, null);
  }

  /**
   * Reads a stored body.
   *
   * @throws com.google.gson.JsonParseException if the text is not such JSON
   */
  public static MailBody read(String json) {
    return GSON.fromJson(json, MailBody.class);
  }

  String json() {
    return GSON.toJson(this);
  }

  Optional<FallbackMessage> fallback() {
    return shorterId == null || shorter == null
        ? Optional.empty()
        : Optional.of(new FallbackMessage(shorterId, new MailBody(to, shorter, null, null).json()));
  }

  /** The message without its list, else the shorter one. */
  Optional<FallbackMessage> forSlowConnection() {
    return smallerId == null || smaller == null
        ? fallback()
        : Optional.of(
            new FallbackMessage(smallerId, new MailBody(to, smaller, shorterId, shorter).json()));
  }
}
