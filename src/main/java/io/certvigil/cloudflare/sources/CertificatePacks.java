package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The packs of edge certificates of a zone, with any status. The total of the list counts packs.
 * Each leaf of a pack is a certificate with the type and the order parameters of the pack; a pack
 * without leaves has nothing that expires. Cloudflare renews most types automatically, with a new
 * leaf.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/ssl/subresources/certificate_packs/methods/list/">List
 *     certificate packs</a>
 */
final class CertificatePacks {
  static final ListEndpoint<ListItem> LISTING =
      new ListEndpoint<>(
          "/zones/{zone_id}/ssl/certificate_packs",
          50,
          "status=all", // without this parameter only active packs are listed
          ItemReader.of(Wire.class, CertificatePacks::item),
          ListItem::id);

  private static final Set<String> MANAGED =
      Set.of("universal", "advanced", "total_tls", "managed_hostname");

  private CertificatePacks() {}

  record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String type,
      @Nullable String status,
      @Nullable List<@Nullable String> hosts,
      @Nullable String validity_days,
      @Nullable String certificate_authority,
      @Nullable String validation_method,
      @Nullable List<@Nullable Leaf> certificates) {}

  record Leaf(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String status,
      @Nullable String issuer,
      @Nullable String signature,
      @Nullable List<@Nullable String> hosts,
      @Nullable String expires_on,
      @Nullable String uploaded_on) {}

  private static ListItem item(Wire pack, PemCache pems) {
    var id = FieldText.id(pack.id());
    return new ListItem(
        id, leaves(pack).stream().map(leaf -> certificate(pack, id, leaf, pems)).toList());
  }

  /**
   * A pack without its leaves is malformed: if it counted as empty, its certificates would look
   * deleted.
   */
  private static List<@Nullable Leaf> leaves(Wire pack) {
    var leaves = pack.certificates();
    if (leaves == null && !Certificate.notIssued(FieldText.clean(pack.status()))) {
      throw new MalformedAnswerException("a pack without its certificates");
    }
    return leaves == null ? List.of() : leaves;
  }

  private static Certificate certificate(
      Wire pack, String packId, @Nullable Leaf leaf, PemCache pems) {
    if (leaf == null) {
      throw new MalformedAnswerException("a certificate of a pack that is not an object");
    }
    var hosts = leaf.hosts();
    return new CertificateBuilder(pems)
        .id(leaf.id())
        .status(status(pack, leaf))
        .managed(MANAGED.contains(FieldText.clean(pack.type())))
        .notAfter(leaf.expires_on())
        .issuer(leaf.issuer())
        .hosts(hosts == null || hosts.isEmpty() ? pack.hosts() : hosts)
        .attribute("pack", packId)
        .attribute("type", pack.type())
        .attribute("validity_days", pack.validity_days())
        .attribute("certificate_authority", pack.certificate_authority())
        .attribute("validation_method", pack.validation_method())
        .attribute("signature", leaf.signature())
        .attribute("uploaded_on", leaf.uploaded_on())
        .certificate();
  }

  /**
   * The status of the pack applies to its leaves; in an active pack each leaf has its own status.
   */
  private static @Nullable String status(Wire pack, Leaf leaf) {
    var own = FieldText.clean(leaf.status());
    var packs = FieldText.clean(pack.status());
    return own.isEmpty() || !(packs.isEmpty() || packs.equals("active")) ? packs : own;
  }
}
