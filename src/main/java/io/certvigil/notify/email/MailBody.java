package io.certvigil.notify.email;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.certvigil.notify.FallbackMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mail as the outbox keeps it.
 *
 * @param to the recipient of the envelope
 * @param message whole, of RFC 5322
 * @param shorterId of the message that goes in its place where it is refused; null where this is it
 * @param shorter that message
 */
public record MailBody(
    String to, String message, @Nullable String shorterId, @Nullable String shorter) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /**
   * Reads a stored body.
   *
   * @throws com.google.gson.JsonParseException where it is none of ours
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
}
