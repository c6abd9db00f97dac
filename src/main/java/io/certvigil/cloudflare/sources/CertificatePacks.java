package io.certvigil.cloudflare.sources;

import static java.util.Objects.requireNonNullElse;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.ApiDates;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.IdAdapter;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.cloudflare.sources.ValidationFields.Problem;
import io.certvigil.cloudflare.sources.ValidationFields.Token;
import io.certvigil.model.Actor;
import io.certvigil.model.Certificate;
import io.certvigil.model.ConditionKind;
import io.certvigil.model.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
      @Nullable List<@Nullable Problem> validation_errors,
      @Nullable List<@Nullable Token> validation_records,
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
    return new ListItem(id, certificates, odd).with(finding(pack, id));
  }

  /** What prevents its renewal; null if nothing does, or if Cloudflare does not renew it. */
  private static @Nullable Finding finding(Wire pack, String id) {
    var status = FieldText.clean(pack.status());
    var errors = ValidationFields.messages(pack.validation_errors());
    var issuance = IssuanceStatus.of(status, Actor.YOU).orElse(null);
    boolean failsBeside = status.equals("active") && !errors.isEmpty();
    if (!MANAGED.contains(FieldText.clean(pack.type())) || (issuance == null && !failsBeside)) {
      return null;
    }
    var cause =
        issuance == null || !errors.isEmpty()
            ? ValidationFields.cause(errors, Actor.YOU)
            : issuance.cause();
    var end = servingUntil(pack);
    var hosts = ValidationFields.texts(pack.hosts());
    return new Finding(
        end == null ? ConditionKind.NOT_ISSUED : ConditionKind.RENEWAL_BLOCKED,
        new Finding.Subject(Finding.SubjectType.PACK, id, name(hosts)),
        issuance == null ? Finding.Stage.RENEWING : issuance.stage(),
        cause.words(),
        cause.id(),
        cause.actor(),
        ValidationFields.records(pack.validation_records()),
        hosts,
        end,
        tokenDays(FieldText.clean(pack.certificate_authority())));
  }

  /** When the last of its leaves ends; null if it has none with a readable date. */
  private static @Nullable Instant servingUntil(Wire pack) {
    return requireNonNullElse(pack.certificates(), List.<@Nullable Leaf>of()).stream()
        .flatMap(leaf -> Stream.ofNullable(leaf == null ? null : leaf.expires_on()))
        .flatMap(text -> ApiDates.parse(text).stream())
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static String name(List<String> hosts) {
    var first = String.join(", ", hosts.subList(0, Math.min(2, hosts.size())));
    return hosts.size() > 2 ? first + " and " + (hosts.size() - 2) + " more" : first;
  }

  /** The days for which the records of a validation are valid. */
  private static int tokenDays(String authority) {
    return authority.equals("lets_encrypt") ? 7 : 14;
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
