package io.certvigil.cloudflare.clientcert;

import com.google.gson.JsonObject;
import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.RequestResult;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpPatch;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * The three requests of this program that change something at Cloudflare, each sent at most once.
 * The daemon cannot reach this class; an architecture test enforces that.
 */
final class ClientCertificateWriter {
  private final ApiClient api;

  ClientCertificateWriter(ApiClient api) {
    this.api = api;
  }

  RequestResult<ClientCertificate> create(
      CredentialSession session, String zoneId, SigningRequest request, int days)
      throws InterruptedException {
    var body = new JsonObject();
    body.addProperty("csr", request.pem());
    body.addProperty("validity_days", days);
    var path = ClientCertificate.LISTING.path(zoneId);
    return api.sendOnce(session, ClientCertificate.ONE, path, uri -> with(new HttpPost(uri), body));
  }

  RequestResult<ClientCertificate> reactivate(CredentialSession session, String zoneId, String id)
      throws InterruptedException {
    var body = new JsonObject();
    body.addProperty("reactivate", true);
    var path = ClientCertificate.ONE.path(zoneId, id);
    return api.sendOnce(
        session, ClientCertificate.ONE, path, uri -> with(new HttpPatch(uri), body));
  }

  RequestResult<ClientCertificate> revoke(CredentialSession session, String zoneId, String id)
      throws InterruptedException {
    var path = ClientCertificate.ONE.path(zoneId, id);
    return api.sendOnce(session, ClientCertificate.ONE, path, HttpDelete::new);
  }

  private static HttpUriRequestBase with(HttpUriRequestBase request, JsonObject body) {
    request.setEntity(new StringEntity(body.toString(), ContentType.APPLICATION_JSON));
    return request;
  }
}
