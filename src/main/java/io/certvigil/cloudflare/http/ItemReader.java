package io.certvigil.cloudflare.http;

import com.google.gson.stream.JsonReader;
import io.certvigil.cloudflare.fields.LenientAdapters;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import java.io.IOException;
import java.util.function.BiFunction;

/** Reads one item of a list. */
public interface ItemReader<T> {
  /**
   * Reads the JSON object at which the reader stands, to its end.
   *
   * @throws MalformedAnswerException if the item has no usable id, or lacks what makes it an item;
   *     only after the whole object was read
   * @throws IOException if reading fails, or the JSON is invalid
   */
  T read(JsonReader in, PemCache pems) throws IOException;

  /**
   * Reads the fields of a record and maps it. Every field of the record may be null: it is missing,
   * or does not have its documented type. Fields that the record does not have are skipped.
   */
  static <W, T> ItemReader<T> of(Class<W> wire, BiFunction<W, PemCache, T> mapping) {
    return (in, pems) -> mapping.apply(LenientAdapters.GSON.getAdapter(wire).read(in), pems);
  }
}
