package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.IdAdapter;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import java.util.ArrayList;
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

  /**
   * The statuses of a pack of which nothing is deployed, so that nothing of it can expire while it
   * is served.
   */
  private static final Set<String> NOT_DEPLOYED =
      Set.of(
          "initializing",
          "initializing_timed_out",
          "pending_validation",
          "validation_timed_out",
          "pending_issuance",
          "issuance_timed_out",
          "pending_deployment",
          "holding_deployment",
          "deployment_timed_out",
          "deleted",
          "pending_cleanup",
          "inactive");

  private CertificatePacks() {}

  record Wire(
      @JsonAdapter(IdAdapter.class) @Nullable String id,
      @Nullable String type,
      @Nullable String status,
      @Nullable List<@Nullable String> hosts,
      @Nullable String validity_days,
      @Nullable String certificate_authority,
      @Nullable String validation_method,
      @Nullable List<@Nullable Leaf> certificates) {}

  record Leaf(
      @JsonAdapter(IdAdapter.class) @Nullable String id,
      @Nullable String status,
      @Nullable String issuer,
      @Nullable String signature,
      @Nullable List<@Nullable String> hosts,
      @Nullable String expires_on,
      @Nullable String uploaded_on) {}

  private static ListItem item(Wire pack, PemCache pems) {
    var id = FieldText.id(pack.id());
    var leaves = leaves(pack);
    var certificates = new ArrayList<Certificate>();
    var odd = new ArrayList<String>();
    for (int i = 0; i < leaves.size(); i++) {
      try {
        certificates.add(certificate(pack, id, leaves.get(i), pems));
      } catch (MalformedAnswerException e) {
        odd.add("pack " + id + ", certificates[" + i + "]: " + e.getMessage());
      }
    }
    return new ListItem(id, certificates, odd);
  }

  /**
   * A pack without its leaves is malformed, unless it has none by its status: if it counted as
   * empty, its certificates would look deleted.
   */
  private static List<@Nullable Leaf> leaves(Wire pack) {
    var leaves = pack.certificates();
    if (leaves == null && !NOT_DEPLOYED.contains(FieldText.clean(pack.status()))) {
      throw new MalformedAnswerException("a pack without its certificates");
    }
    return leaves == null ? List.of() : leaves;
  }

  private static Certificate certificate(
      Wire pack, String packId, @Nullable Leaf leaf, PemCache pems) {
    if (leaf == null) {
      throw new MalformedAnswerException("null");
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
