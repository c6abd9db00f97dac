package io.certvigil.cloudflare.sources;

import io.certvigil.model.Certificate;
import io.certvigil.model.Condition;
import io.certvigil.model.Finding;
import io.certvigil.model.Findings;
import io.certvigil.model.Source;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One item of a list, which is what Cloudflare's totals and page sizes count, and its certificates:
 * usually one, several in a pack, none in a hostname without TLS.
 *
 * @param finding what is wrong with its renewal; null if nothing is
 * @param odd its certificates that could not be understood: which one, and why
 */
public record ListItem(
    String id, List<Certificate> certificates, List<String> odd, @Nullable Finding finding) {
  public ListItem {
    certificates = List.copyOf(certificates);
    odd = List.copyOf(odd);
  }

  public ListItem(String id, List<Certificate> certificates, List<String> odd) {
    this(id, certificates, odd, null);
  }

  ListItem(String id, List<Certificate> certificates) {
    this(id, certificates, List.of());
  }

  ListItem with(@Nullable Finding found) {
    return new ListItem(id, certificates, odd, found);
  }

  static ListItem of(Certificate certificate) {
    return new ListItem(certificate.id(), List.of(certificate));
  }

  /** The certificates of all items that could not be understood. */
  public static List<String> odd(Collection<ListItem> items) {
    return items.stream().flatMap(item -> item.odd().stream()).toList();
  }

  /** What these items say about renewals; nothing if the list is not of this source. */
  public static Findings findings(Source source, Collection<ListItem> items) {
    return Condition.isFoundIn(source)
        ? new Findings(
            items.stream().map(ListItem::id).toList(),
            items.stream().flatMap(item -> Stream.ofNullable(item.finding())).toList())
        : Findings.NONE;
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
