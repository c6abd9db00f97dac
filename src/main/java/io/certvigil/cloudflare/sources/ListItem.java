package io.certvigil.cloudflare.sources;

import io.certvigil.model.Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One item of a list, which is what Cloudflare counts and pages by, and the certificates in it:
 * mostly one, several in a pack, none in a hostname without TLS.
 */
public record ListItem(String id, List<Certificate> certificates) {
  public ListItem {
    certificates = List.copyOf(certificates);
  }

  static ListItem of(Certificate certificate) {
    return new ListItem(certificate.id(), List.of(certificate));
  }

  /** Those of all of them; of an id that comes twice the first. */
  public static List<Certificate> certificates(Collection<ListItem> units) {
    var byId = LinkedHashMap.<String, Certificate>newLinkedHashMap(units.size());
    for (var unit : units) {
      unit.certificates().forEach(one -> byId.putIfAbsent(one.id(), one));
    }
    return List.copyOf(byId.values());
  }
}
