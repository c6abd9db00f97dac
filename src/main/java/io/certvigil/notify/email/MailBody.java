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
 */
public record MailBody(
    String to, String message, @Nullable String shorterId, @Nullable String shorter) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

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
}
