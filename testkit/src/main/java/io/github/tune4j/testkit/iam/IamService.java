package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.iam.QueryProtocol.Handler;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** IAM and STS over the wire. */
public final class IamService implements Service {
    private static final Consumer<XmlWriter> NOTHING = xml -> {};

    private final Service protocol;

    private IamService(Service protocol) {
        this.protocol = protocol;
    }

    /** IAM over roles, whose caller may do everything. */
    public static IamService iam(Roles roles) {
        return iam(roles, action -> false);
    }

    /** IAM over roles, whose caller may do everything but some actions, named without the service. */
    public static IamService iam(Roles roles, Predicate<String> refused) {
        RoleCalls role = new RoleCalls(roles);
        PolicyCalls policy = new PolicyCalls(roles);
        Map<String, Handler> handlers = Map.ofEntries(
                Map.entry("CreateRole", role::create),
                Map.entry("GetRole", role::get),
                Map.entry("ListRoles", role::list),
                Map.entry("UpdateAssumeRolePolicy", role::updateTrust),
                Map.entry("TagRole", role::tag),
                Map.entry("DeleteRole", role::delete),
                Map.entry("PutRolePolicy", policy::put),
                Map.entry("GetRolePolicy", policy::get),
                Map.entry("ListRolePolicies", policy::list),
                Map.entry("DeleteRolePolicy", policy::delete),
                Map.entry("AttachRolePolicy", policy::attach),
                Map.entry("DetachRolePolicy", policy::detach),
                Map.entry("ListAttachedRolePolicies", policy::listAttached),
                Map.entry("GetPolicy", policy::getManaged),
                Map.entry("GetPolicyVersion", policy::getManagedVersion),
                Map.entry("SimulatePrincipalPolicy", new Simulation(roles, refused)::simulate));
        return new IamService(new QueryProtocol(
                "iam", "https://iam.amazonaws.com/doc/2010-05-08/", "2010-05-08", IamTable.REQUESTS, handlers));
    }

    /** STS: says that every caller is the one user of the account. */
    public static IamService sts(String account) {
        Handler identity = request -> xml -> xml.text("Arn", caller(account))
                .text("UserId", "AIDALOCALAWSUSER00000")
                .text("Account", account);
        return new IamService(new QueryProtocol(
                "sts",
                "https://sts.amazonaws.com/doc/2011-06-15/",
                "2011-06-15",
                Map.of(),
                Map.of("GetCallerIdentity", identity)));
    }

    /** The ARN of the one user. */
    static String caller(String account) {
        return "arn:aws:iam::" + account + ":user/local";
    }

    static Consumer<XmlWriter> nothing() {
        return NOTHING;
    }

    @Override
    public boolean serves(Call call) {
        return protocol.serves(call);
    }

    @Override
    public Operation operation(Call call) throws ServiceError, IOException {
        return protocol.operation(call);
    }

    @Override
    public Reply error(Call call, ServiceError error, String requestId) {
        return protocol.error(call, error, requestId);
    }
}
