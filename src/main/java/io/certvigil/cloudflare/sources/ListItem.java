package io.certvigil.cloudflare.sources;

import io.certvigil.model.Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One item of a list, which is what Cloudflare's totals and page sizes count, and its certificates:
 * usually one, several in a pack, none in a hostname without TLS.
 *
 * @param odd its certificates that could not be understood: which one, and why
 */
public record ListItem(String id, List<Certificate> certificates, List<String> odd) {
  public ListItem {
    certificates = List.copyOf(certificates);
    odd = List.copyOf(odd);
  }

  ListItem(String id, List<Certificate> certificates) {
    this(id, certificates, List.of());
  }

  static ListItem of(Certificate certificate) {
    return new ListItem(certificate.id(), List.of(certificate));
  }

  /** The certificates of all items that could not be understood. */
  public static List<String> odd(Collection<ListItem> items) {
    return items.stream().flatMap(item -> item.odd().stream()).toList();
  }

  /** The certificates of all items; if an id occurs twice, the first one. */
  public static List<Certificate> certificates(Collection<ListItem> items) {
    var byId = LinkedHashMap.<String, Certificate>newLinkedHashMap(items.size());
    for (var item : items) {
      item.certificates().forEach(one -> byId.putIfAbsent(one.id(), one));
    }
    return List.copyOf(byId.values());
  }
}
