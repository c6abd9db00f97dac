package io.certvigil.cloudflare.sources;

import io.certvigil.cloudflare.fields.ApiDates;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.HexText;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.ScopeLevel;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lists whose items are single certificates, each with the fields that are read. */
public final class CertificateLists {
  /**
   * The client certificates of API Shield of a zone, including revoked ones.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/client_certificates/methods/list/">List
   *     client certificates</a>
   */
  public static final ListEndpoint<ListItem> CLIENT_CERTIFICATES =
      list(
          "/zones/{zone_id}/client_certificates",
          50,
          "status=all", // the default of this parameter is not documented
          new CertificateFields()
              .text("common_name", CertificateBuilder::name)
              .text("status", CertificateBuilder::status)
              .text("issued_on", CertificateBuilder::notBefore)
              .text("expires_on", CertificateBuilder::notAfter)
              .text("serial_number", CertificateBuilder::serial)
              .text("fingerprint_sha256", CertificateBuilder::sha256)
              .text("certificate", CertificateBuilder::pem)
              .nameOf(
                  "certificate_authority",
                  (client, name) -> client.issuer(name).attribute("certificate_authority", name))
              .attributes("organization", "organizational_unit", "country", "state", "location")
              .attributes("ski", "signature"));

  /**
   * The root certificates that Access accepts for mTLS, of an account or of a zone. The list
   * contains no status and no PEM, and the fingerprint is an MD5.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/certificates/methods/list/">List
   *     mTLS certificates</a>
   */
  static final Function<ScopeLevel, ListEndpoint<ListItem>> ACCESS_CERTIFICATES =
      listOfAccess(
          "/access/certificates",
          new CertificateFields()
              .text("name", CertificateBuilder::name)
              .text("expires_on", CertificateBuilder::notAfter)
              .text("fingerprint", CertificateLists::fingerprint)
              .texts("associated_hostnames", CertificateBuilder::hosts)
              .attributes("created_at")); // when it was uploaded, not its not-before

  /**
   * The root certificates with which the Zero Trust gateway of an account inspects TLS. The list is
   * not paginated. {@code binding_status} was {@code active} in the past and is {@code available}
   * now; it is kept as received.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/gateway/subresources/certificates/methods/list/">List
   *     Zero Trust certificates</a>
   */
  static final ListEndpoint<ListItem> GATEWAY_CERTIFICATES =
      list(
          "/accounts/{account_id}/gateway/certificates",
          0,
          "",
          new CertificateFields()
              .text("issuer_org", (ca, org) -> ca.name(org).attribute("issuer_org", org))
              .text("binding_status", CertificateBuilder::status)
              .flag("in_use", CertificateBuilder::inUse)
              .text("expires_on", CertificateBuilder::notAfter)
              .text("fingerprint", CertificateBuilder::sha256)
              .text("issuer_raw", CertificateBuilder::issuer)
              .text("certificate", CertificateBuilder::trustAnchors)
              .attributes("type", "uploaded_on"));

  /**
   * The mTLS certificates that were uploaded to an account, mostly CAs. The list is not paginated,
   * has no status, and its serial numbers are decimal. A PEM may contain several CAs; one that is
   * not of a CA may contain a chain.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/mtls_certificates/methods/list/">List
   *     mTLS certificates</a>
   */
  static final ListEndpoint<ListItem> MTLS_CERTIFICATES =
      list(
          "/accounts/{account_id}/mtls_certificates",
          0,
          "",
          new CertificateFields()
              .text("name", CertificateBuilder::name)
              .text("expires_on", CertificateBuilder::notAfter)
              .text("serial_number", CertificateBuilder::decimalSerial)
              .text("issuer", CertificateBuilder::issuer)
              .text("certificates", CertificateBuilder::trustAnchors)
              .flag("ca", CertificateLists::authority)
              .attributes("type", "signature", "uploaded_on"));

  /**
   * The edge certificates that were uploaded to a zone, with any status. The list contains no PEM,
   * and its dates can also be in PostgreSQL's format. Cloudflare deletes a certificate within a day
   * after its expiry.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/custom_certificates/methods/list/">List
   *     SSL configurations</a>
   */
  static final ListEndpoint<ListItem> CUSTOM_CERTIFICATES =
      list(
          "/zones/{zone_id}/custom_certificates",
          50,
          "", // no value of its status filter means all; without the filter all are listed
          new CertificateFields()
              .text("status", CertificateBuilder::status)
              .text("expires_on", CertificateBuilder::notAfter)
              .text("issuer", CertificateBuilder::issuer)
              .texts("hosts", CertificateBuilder::hosts)
              .nameOf("keyless_server", (custom, name) -> custom.attribute("keyless_server", name))
              .attributes("signature", "bundle_method", "uploaded_on"));

  /**
   * The certificates that Cloudflare's Origin CA has issued for the origins of a zone; only the
   * operator can renew them. The path contains no zone: the zone is a query parameter, without
   * which the API returns an error. Dates have the format of Go's {@code time.String()}. Expired
   * certificates stay in the list, revoked ones do not.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/origin_ca_certificates/methods/list/">List
   *     certificates</a>
   */
  static final ListEndpoint<ListItem> ORIGIN_CA =
      list(
          "/certificates",
          50,
          "zone_id={zone_id}",
          new CertificateFields()
              .text("revoked_at", CertificateLists::revoked)
              .text("expires_on", CertificateBuilder::notAfter)
              .texts("hostnames", CertificateBuilder::hosts)
              .text("certificate", CertificateBuilder::pem)
              .attributes("request_type", "requested_validity"));

  /**
   * The client certificates with which Cloudflare authenticates to the origins of a whole zone
   * (authenticated origin pulls). They are uploaded, so Cloudflare does not renew them; expired
   * ones stay in the list. The list is not paginated. Its schema has a {@code private_key}, which
   * is never read.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/origin_tls_client_auth/subresources/zone_certificates/methods/list/">List
   *     certificates</a>
   */
  static final ListEndpoint<ListItem> ORIGIN_PULL =
      list(
          "/zones/{zone_id}/origin_tls_client_auth",
          0,
          "",
          new CertificateFields()
              .text("status", CertificateBuilder::status)
              .flag("enabled", CertificateBuilder::inUse)
              .text("expires_on", CertificateBuilder::notAfter)
              .text("issuer", CertificateBuilder::issuer)
              .text("certificate", (client, pem) -> client.pem(pem).nameFromPem())
              .attributes("signature", "uploaded_on"));

  /**
   * The client certificates with which Cloudflare authenticates to the origins of single hostnames
   * of a zone. They are uploaded, so Cloudflare does not renew them; expired ones stay in the list.
   * The list is not paginated. Serial numbers are decimal. Another list contains the hostnames that
   * use a certificate; it is not requested.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/origin_tls_client_auth/subresources/hostname_certificates/methods/list/">List
   *     certificates</a>
   */
  static final ListEndpoint<ListItem> ORIGIN_PULL_HOSTNAMES =
      list(
          "/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates",
          0,
          "",
          new CertificateFields()
              .text("status", CertificateBuilder::status)
              .text("expires_on", CertificateBuilder::notAfter)
              .text("issuer", CertificateBuilder::issuer)
              .text("serial_number", CertificateBuilder::decimalSerial)
              .text("certificate", (client, pem) -> client.pem(pem).nameFromPem())
              .attributes("signature", "uploaded_on"));

  /**
   * The CAs with which Cloudflare validates the origin of a zone. Expired ones stay in the list.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/acm/subresources/custom_trust_store/methods/list/">List
   *     custom origin trust store</a>
   */
  static final ListEndpoint<ListItem> CUSTOM_TRUST_STORE =
      list(
          "/zones/{zone_id}/acm/custom_trust_store",
          50,
          "",
          new CertificateFields()
              // The issuer is the only field that can serve as a name.
              .text("issuer", (ca, issuer) -> ca.name(issuer).issuer(issuer))
              .text("status", CertificateBuilder::status)
              .text("expires_on", CertificateBuilder::notAfter)
              .text("certificate", CertificateBuilder::trustAnchors)
              .attributes("signature", "uploaded_on"));

  /**
   * The tokens with which services authenticate to Access, of an account or of a zone. They are not
   * certificates, but they expire, unless their {@code duration} is {@code forever}. The API has no
   * status: a disabled token is {@code inactive} and not in use.
   *
   * <p>Of {@code last_seen_at} only a {@link TimeOfUse} is kept. The client id is not read: it is
   * one half of a secret.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/service_tokens/methods/list/">List
   *     service tokens</a>
   */
  static final Function<ScopeLevel, ListEndpoint<ListItem>> SERVICE_TOKENS =
      listOfAccess(
          "/access/service_tokens",
          new CertificateFields()
              .text("name", CertificateBuilder::name)
              .flag("enabled", CertificateLists::enabled)
              .text("expires_at", CertificateBuilder::notAfter)
              .text("duration", CertificateLists::duration)
              .attributes("created_at", "last_seen_at"));

  /**
   * The domains that are registered with Cloudflare; the API knows only some top-level domains. A
   * domain with {@code auto_renew} is renewed from 30 days before its expiry on. The list is read
   * by cursor and states no total.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/registrar/subresources/registrations/methods/list/">List
   *     registrations</a>
   */
  static final ListEndpoint<ListItem> REGISTRATIONS =
      ListEndpoint.byCursor(
          "/accounts/{account_id}/registrar/registrations",
          50,
          "sort_by=registry_expires_at&direction=asc",
          new CertificateFields("domain_name")
              .text("status", CertificateBuilder::status)
              .flag("auto_renew", CertificateLists::renewed)
              .text("expires_at", CertificateBuilder::notAfter)
              .attributes("created_at"),
          ListItem::id);

  private CertificateLists() {}

  private static ListEndpoint<ListItem> list(
      String template, int perPage, String query, CertificateFields fields) {
    return new ListEndpoint<>(template, perPage, query, fields, ListItem::id);
  }

  /** A list of Access, which has the same path below an account and below a zone. */
  private static Function<ScopeLevel, ListEndpoint<ListItem>> listOfAccess(
      String path, CertificateFields fields) {
    var ofAccount = list("/accounts/{account_id}" + path, 1000, "", fields);
    var ofZone = list("/zones/{zone_id}" + path, 1000, "", fields);
    return level -> level == ScopeLevel.ACCOUNT ? ofAccount : ofZone;
  }

  private static void fingerprint(CertificateBuilder root, @Nullable String text) {
    root.sha256(text).attribute("fingerprint_md5", HexText.md5(text).orElse(null));
  }

  private static void authority(CertificateBuilder uploaded, @Nullable Boolean ca) {
    uploaded.authority(ca).attribute("ca", ca == null ? null : "" + ca);
  }

  /** The field is not documented, but occurs in responses. */
  private static void revoked(CertificateBuilder issued, @Nullable String at) {
    issued.status(ApiDates.parse(at).isPresent() ? "revoked" : null);
  }

  private static void renewed(CertificateBuilder domain, @Nullable Boolean auto) {
    domain
        .managed(Boolean.TRUE.equals(auto))
        .attribute("auto_renew", auto == null ? null : auto.toString());
  }

  private static void enabled(CertificateBuilder token, @Nullable Boolean enabled) {
    token.inUse(enabled).status(Boolean.FALSE.equals(enabled) ? "inactive" : null);
  }

  /**
   * A refreshed token is valid for its duration from the refresh on, so its creation date is not
   * the start of its validity.
   */
  private static void duration(CertificateBuilder token, @Nullable String duration) {
    token
        .attribute("duration", duration)
        .neverExpires("forever".equals(FieldText.clean(duration)))
        .lifetime(duration);
  }
}
