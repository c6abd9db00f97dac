package io.certvigil.cloudflare.sources;

import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.IdAdapter;
import io.certvigil.cloudflare.fields.LenientAdapters;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.http.ItemReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a list whose items are single certificates: the name of each field in the JSON, and
 * the method that gives its value to the builder of the certificate. A value of another type than
 * the documented one counts as missing, which is null. Fields without a row are skipped unread, so
 * a secret in them never reaches this program.
 */
final class CertificateFields implements ItemReader<ListItem> {
  private static final TypeAdapter<String> TEXT = LenientAdapters.GSON.getAdapter(String.class);
  private static final TypeAdapter<Boolean> FLAG = LenientAdapters.GSON.getAdapter(Boolean.class);
  private static final TypeAdapter<List<@Nullable String>> TEXTS =
      LenientAdapters.GSON.getAdapter(new TypeToken<>() {});
  private static final TypeAdapter<Named> NAMED = LenientAdapters.GSON.getAdapter(Named.class);

  private final Map<String, Field<?>> fields = new HashMap<>();

  private record Named(@Nullable String name) {}

  private record Field<V>(TypeAdapter<V> type, BiConsumer<CertificateBuilder, @Nullable V> target) {
    private void read(JsonReader in, CertificateBuilder certificate) throws IOException {
      target.accept(certificate, type.read(in));
    }
  }

  CertificateFields() {
    this("id");
  }

  /** With the id in this field. */
  CertificateFields(String id) {
    add(id, new IdAdapter(), CertificateBuilder::id);
  }

  CertificateFields text(String name, BiConsumer<CertificateBuilder, @Nullable String> target) {
    return add(name, TEXT, target);
  }

  CertificateFields flag(String name, BiConsumer<CertificateBuilder, @Nullable Boolean> target) {
    return add(name, FLAG, target);
  }

  CertificateFields texts(
      String name, BiConsumer<CertificateBuilder, @Nullable List<@Nullable String>> target) {
    return add(name, TEXTS, target);
  }

  /** A field with an object, of which only the {@code name} is read. */
  CertificateFields nameOf(String name, BiConsumer<CertificateBuilder, @Nullable String> target) {
    return add(
        name,
        NAMED,
        (certificate, named) -> target.accept(certificate, named == null ? null : named.name()));
  }

  /** Texts that become attributes of the same name. */
  CertificateFields attributes(String... names) {
    for (var name : names) {
      text(name, (certificate, text) -> certificate.attribute(name, text));
    }
    return this;
  }

  private <V> CertificateFields add(
      String name, TypeAdapter<V> type, BiConsumer<CertificateBuilder, @Nullable V> target) {
    fields.put(name, new Field<>(type, target));
    return this;
  }

  @Override
  public ListItem read(JsonReader in, PemCache pems) throws IOException {
    var certificate = new CertificateBuilder(pems);
    in.beginObject();
    while (in.hasNext()) {
      var field = fields.get(in.nextName());
      if (field == null) {
        in.skipValue();
      } else {
        field.read(in, certificate);
      }
    }
    in.endObject();
    return ListItem.of(certificate.certificate());
  }
}
