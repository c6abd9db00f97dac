package io.certvigil.cloudflare.sources;

import io.certvigil.model.Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One item of a list, which is what Cloudflare's totals and page sizes count, and its certificates:
 * usually one, several in a pack, none in a hostname without TLS.
 */
public record ListItem(String id, List<Certificate> certificates) {
  public ListItem {
    certificates = List.copyOf(certificates);
  }

  static ListItem of(Certificate certificate) {
    return new ListItem(certificate.id(), List.of(certificate));
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
