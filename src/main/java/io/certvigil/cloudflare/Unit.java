package io.certvigil.cloudflare;

import io.certvigil.model.Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One item of a list, which is what Cloudflare counts and pages by, and the certificates in it:
 * mostly one, several in a pack, none in a hostname without TLS.
 */
record Unit(String id, List<Certificate> certificates) {
  Unit {
    certificates = List.copyOf(certificates);
  }

  static Unit of(Certificate certificate) {
    return new Unit(certificate.id(), List.of(certificate));
  }

  /** Those of all of them; of an id that comes twice the first. */
  static List<Certificate> certificates(Collection<Unit> units) {
    var byId = LinkedHashMap.<String, Certificate>newLinkedHashMap(units.size());
    for (var unit : units) {
      unit.certificates().forEach(one -> byId.putIfAbsent(one.id(), one));
    }
    return List.copyOf(byId.values());
  }
}
