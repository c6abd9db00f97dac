package io.certvigil.store.sqlite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Findings;
import io.certvigil.model.PemCertificate;
import io.certvigil.model.Reading;
import io.certvigil.model.X509Fields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts values to a form that is equal after being stored and read back. A value that came back
 * different would count as a change at every reading.
 */
public final class CanonicalText {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final TypeToken<Map<String, String>> MAP = new TypeToken<>() {};
  private static final TypeToken<List<String>> LIST = new TypeToken<>() {};

  /**
   * The range of storable moments: years that can be printed and that milliseconds can represent.
   */
  private static final Instant LATEST = Instant.parse("+99999-12-31T23:59:59Z");

  private static final Instant EARLIEST = Instant.parse("-99999-01-01T00:00:00Z");

  private CanonicalText() {}

  /** As JSON with sorted keys; null for an empty map, because most are empty. */
  public static @Nullable String map(Map<String, String> map) {
    return map.isEmpty() ? null : GSON.toJson(new TreeMap<>(map));
  }

  public static Map<String, String> map(@Nullable String text) {
    return text == null ? Map.of() : GSON.fromJson(text, MAP);
  }

  public static @Nullable String list(List<String> list) {
    return list.isEmpty() ? null : GSON.toJson(list);
  }

  public static List<String> list(@Nullable String text) {
    return text == null ? List.of() : GSON.fromJson(text, LIST);
  }

  /**
   * The beginning of the text on one line, at most {@code most} characters, without splitting a
   * surrogate pair.
   */
  public static String truncateToLine(String text, int most) {
    var line = clean(text).replaceAll("\\s+", " ").strip();
    if (line.length() <= most) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most;
    return line.substring(0, end);
  }

  /** The reading, with each certificate as it will be read back. */
  public static Reading storable(Reading reading) {
    return switch (reading) {
      case Reading.Complete(var scope, var certificates, var findings) ->
          new Reading.Complete(
              scope,
              certificates.stream().map(CanonicalText::storable).toList(),
              storable(findings));
      case Reading.Partial(var scope, var seen, var expected, var fault, var findings) ->
          new Reading.Partial(
              scope,
              seen.stream().map(CanonicalText::storable).toList(),
              expected,
              fault,
              storable(findings));
      case Reading.Failed failed -> failed;
    };
  }

  private static Findings storable(Findings findings) {
    return findings.found().isEmpty()
        ? findings
        : new Findings(
            findings.subjects(),
            findings.found().stream()
                .map(one -> one.servingUntil(storableInstantOrNull(one.servingUntil())))
                .toList());
  }

  /**
   * The certificate as it will be read back: whole milliseconds, and text that UTF-8 can encode.
   */
  private static Certificate storable(Certificate certificate) {
    return new Certificate(
        clean(certificate.id()),
        clean(certificate.name()),
        clean(certificate.status()),
        certificate.inUse(),
        certificate.managed(),
        expiry(certificate.expiry()),
        x509(certificate.x509()),
        attributes(certificate.attributes()));
  }

  private static Expiry expiry(Expiry expiry) {
    return switch (expiry) {
      case Expiry.On on -> new Expiry.On(storableInstant(on.instant()));
      case Expiry.Never never -> never;
      case Expiry.Unreadable unreadable ->
          new Expiry.Unreadable(
              clean(unreadable.text()), storableInstantOrNull(unreadable.lastKnown()));
    };
  }

  private static X509Fields x509(X509Fields x509) {
    return new X509Fields(
        storableInstantOrNull(x509.notBefore()),
        cleanOrNull(x509.issuer()),
        cleanOrNull(x509.serial()),
        cleanOrNull(x509.fingerprintSha256()),
        x509.hosts().stream().map(CanonicalText::clean).toList(),
        x509.pemCertificates().stream().map(CanonicalText::storable).toList());
  }

  private static PemCertificate storable(PemCertificate one) {
    return new PemCertificate(
        clean(one.name()),
        cleanOrNull(one.issuer()),
        one.serial(),
        one.fingerprintSha256(),
        storableInstant(one.notBefore()),
        storableInstant(one.notAfter()),
        one.decides());
  }

  private static Map<String, String> attributes(Map<String, String> attributes) {
    var clean = new LinkedHashMap<String, String>();
    attributes.forEach((key, value) -> clean.put(clean(key), clean(value)));
    return clean;
  }

  private static @Nullable Instant storableInstantOrNull(@Nullable Instant moment) {
    return moment == null ? null : storableInstant(moment);
  }

  private static Instant storableInstant(Instant moment) {
    var within = moment.isAfter(LATEST) ? LATEST : moment.isBefore(EARLIEST) ? EARLIEST : moment;
    return within.truncatedTo(ChronoUnit.MILLIS);
  }

  private static @Nullable String cleanOrNull(@Nullable String text) {
    return text == null ? null : clean(text);
  }

  /** Replaces characters that cannot be stored: unpaired surrogates and the zero byte. */
  public static String clean(String text) {
    boolean good = true;
    for (int i = 0; i < text.length() && good; i++) {
      good = text.charAt(i) != 0 && !Character.isSurrogate(text.charAt(i));
    }
    return good
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
            .replace('\0', '\ufffd');
  }
}
