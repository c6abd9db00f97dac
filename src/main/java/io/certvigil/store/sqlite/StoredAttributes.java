package io.certvigil.store.sqlite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.certvigil.model.Certificate;
import io.certvigil.model.PemCertificate;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The column {@code attributes}: the attributes of a certificate, and the certificates of its PEM
 * if there are several. The text for all other certificates is as in version 0.1, and version 0.1
 * shows the certificates of a PEM as one attribute more.
 */
public final class StoredAttributes {
  private static final String PEM_CERTIFICATES = "pem_certificates";

  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(Instant.class, new MillisAdapter().nullSafe())
          .disableHtmlEscaping()
          .create();

  private static final TypeToken<List<PemCertificate>> LIST = new TypeToken<>() {};

  private final Map<String, String> all;

  private StoredAttributes(Map<String, String> all) {
    this.all = all;
  }

  /** The text of this certificate; null if it has none of both. */
  public static @Nullable String text(Certificate certificate) {
    var certificates = certificate.x509().pemCertificates();
    if (certificates.isEmpty()) {
      return CanonicalText.map(certificate.attributes());
    }
    var all = new TreeMap<>(certificate.attributes());
    all.put(PEM_CERTIFICATES, GSON.toJson(certificates));
    return CanonicalText.map(all);
  }

  /** Reads the text that was written by {@link #text}. */
  public static StoredAttributes of(@Nullable String text) {
    return new StoredAttributes(CanonicalText.map(text));
  }

  public Map<String, String> attributes() {
    if (!all.containsKey(PEM_CERTIFICATES)) {
      return all;
    }
    var attributes = new TreeMap<>(all);
    attributes.remove(PEM_CERTIFICATES);
    return attributes;
  }

  public List<PemCertificate> pemCertificates() {
    var text = all.get(PEM_CERTIFICATES);
    return text == null ? List.of() : GSON.fromJson(text, LIST);
  }

  private static final class MillisAdapter extends TypeAdapter<Instant> {
    @Override
    public void write(JsonWriter out, Instant value) throws IOException {
      out.value(value.toEpochMilli());
    }

    @Override
    public Instant read(JsonReader in) throws IOException {
      return Instant.ofEpochMilli(in.nextLong());
    }
  }
}
