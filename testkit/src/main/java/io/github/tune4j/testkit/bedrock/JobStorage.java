package io.github.tune4j.testkit.bedrock;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** S3 as a job sees it: with the rights of its role, in its own region, and with AWS's words for what is missing. */
final class JobStorage {
    private static final String PROBE = ".write_access_check_file.tmp";

    private final Storage storage;
    private final Roles roles;

    JobStorage(Surroundings surroundings) {
        this.storage = surroundings.storage();
        this.roles = surroundings.roles();
    }

    /** The keys of a file, or of all that lies in a folder. */
    List<String> keys(Resource job, S3Uri place) throws JobFailure {
        if (!isHere(job, place) || !mayList(job, place)) {
            throw unreadable(place);
        }
        return storage.keys(place.bucket(), place.key()).stream()
                .filter(key -> key.equals(place.key()) || place.key().isEmpty() || key.startsWith(place.key() + "/"))
                .toList();
    }

    byte[] read(Resource job, S3Uri from) throws JobFailure {
        if (!isHere(job, from)
                || !may(job, "s3:GetObject", from.arnOf(from.key()), Map.of())
                || !mayDecrypt(job, from)
                || !mayList(job, from)) {
            throw unreadable(from);
        }
        return storage.read(from.bucket(), from.key()).orElseThrow(() -> unreadable(from));
    }

    /** Checks that something can be written, as AWS does: by writing. */
    void probe(Resource job, S3Uri folder) throws JobFailure {
        String key = folder.below(PROBE);
        if (!isHere(job, folder) || !may(job, "s3:PutObject", folder.arnOf(key), Map.of())) {
            throw new JobFailure("Amazon S3 perms missing (PutObject): Could not validate PutObject permissions to"
                    + " access S3 bucket: " + folder.bucket() + " at key " + key);
        }
        storage.write(folder.bucket(), key, "application/octet-stream", new byte[0]);
    }

    /** Writes a result; the bucket that was probed may be gone by now. */
    void write(Resource job, S3Uri folder, String name, String contentType, byte[] content) throws JobFailure {
        if (!isHere(job, folder)) {
            throw new JobFailure(JobFailure.UNEXPECTED);
        }
        storage.write(folder.bucket(), folder.below(name), contentType, content);
    }

    private boolean mayList(Resource job, S3Uri place) {
        return may(job, "s3:ListBucket", place.bucketArn(), Map.of("s3:prefix", List.of(place.key())));
    }

    private boolean mayDecrypt(Resource job, S3Uri place) {
        Optional<String> key = storage.encryptionKey(place.bucket());
        return key.isEmpty() || may(job, "kms:Decrypt", key.get(), Map.of());
    }

    private boolean may(Resource job, String action, String arn, Map<String, List<String>> context) {
        return roles.allows(job.text("roleArn"), action, arn, context);
    }

    private boolean isHere(Resource job, S3Uri place) {
        return storage.region(place.bucket()).filter(job.region()::equals).isPresent();
    }

    private static JobFailure unreadable(S3Uri from) {
        return new JobFailure("Could not validate GetObject permissions to access Amazon S3 bucket: " + from.bucket()
                + " at key " + from.key());
    }
}
