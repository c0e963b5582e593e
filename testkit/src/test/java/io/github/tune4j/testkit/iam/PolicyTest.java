package io.github.tune4j.testkit.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final Map<String, List<String>> REQUEST = Map.of(
            "aws:SourceIp", List.of("10.1.2.3"),
            "aws:CurrentTime", List.of("2026-01-15T00:00:00Z"),
            "aws:SecureTransport", List.of("true"),
            "aws:TagKeys", List.of("owner", "expiry"),
            "s3:prefix", List.of("data/in"),
            "aws:SourceArn", List.of("arn:aws:bedrock:us-west-2:123456789012:model-customization-job/a:b"),
            "aws:PrincipalTag/team", List.of("red"),
            "number", List.of("7"));

    private static Decision decide(String action, String resource, String... statements) {
        String document = "{\"Statement\":[" + String.join(",", statements) + "]}";
        return Decision.of(
                List.of(Policy.parse(document, Policy.Kind.PERMISSION)),
                statement -> statement.covers(action, resource, Context.of(REQUEST)));
    }

    private static String statement(String effect, String rest) {
        return "{\"Effect\":\"" + effect + "\"," + rest.replace('\'', '"') + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'Action':'s3:GetObject','Resource':'*' | true",
                "'Action':'S3:getobject','Resource':'*' | true",
                "'Action':'s3:Get*','Resource':'*' | true",
                "'Action':'s3:???Object','Resource':'*' | true",
                "'Action':'*','Resource':'*' | true",
                "'Action':'s3:PutObject','Resource':'*' | false",
                "'Action':['s3:PutObject','s3:GetObject'],'Resource':'*' | true",
                "'NotAction':'s3:Put*','Resource':'*' | true",
                "'NotAction':'s3:Get*','Resource':'*' | false",
                "'Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*' | true",
                "'Action':'s3:GetObject','Resource':'arn:aws:s3:::data/a/?.txt' | true",
                "'Action':'s3:GetObject','Resource':'arn:aws:s3:::DATA/*' | false",
                "'Action':'s3:GetObject','Resource':'arn:aws:s3:::data' | false",
                "'Action':'s3:GetObject','Resource':'arn:*' | true",
                "'Action':'s3:GetObject','NotResource':'arn:aws:s3:::data/*' | false",
                "'Action':'s3:GetObject','NotResource':'arn:aws:s3:::other/*' | true",
                "'Action':'s3:GetObject','Resource':'arn:aws:s3:::data/${aws:PrincipalTag/team}/*' | false"
            })
    void covers_actions_and_resources(String statement, boolean allowed) {
        assertThat(decide("s3:GetObject", "arn:aws:s3:::data/a/b.txt", statement("Allow", statement)))
                .isEqualTo(allowed ? Decision.ALLOWED : Decision.IMPLICITLY_DENIED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'StringEquals':{'s3:prefix':'data/in'} | true",
                "'StringEquals':{'S3:PREFIX':'data/in'} | true",
                "'StringEquals':{'s3:prefix':['x','data/in']} | true",
                "'StringEquals':{'s3:prefix':'data/*'} | false",
                "'StringEquals':{'absent':'x'} | false",
                "'StringEqualsIfExists':{'absent':'x'} | true",
                "'StringEqualsIfExists':{'s3:prefix':'x'} | false",
                "'StringNotEquals':{'s3:prefix':'x'} | true",
                "'StringNotEquals':{'s3:prefix':['x','data/in']} | false",
                "'StringNotEquals':{'absent':'x'} | true",
                "'StringEqualsIgnoreCase':{'s3:prefix':'DATA/IN'} | true",
                "'StringLike':{'s3:prefix':['data/*']} | true",
                "'StringNotLike':{'s3:prefix':'data/*'} | false",
                "'ArnLike':{'aws:SourceArn':'arn:aws:bedrock:*:123456789012:model-customization-job/*'} | true",
                "'ArnEquals':{'aws:SourceArn':'arn:aws:bedrock:us-west-2:123456789012:model-customization-job/*'} | true",
                "'ArnLike':{'aws:SourceArn':'arn:aws:bedrock:*:model-customization-job/*'} | false",
                "'ArnNotLike':{'aws:SourceArn':'arn:aws:bedrock:us-east-1:*:*'} | true",
                "'Bool':{'aws:SecureTransport':'true'} | true",
                "'Bool':{'aws:SecureTransport':true} | true",
                "'Bool':{'aws:SecureTransport':'false'} | false",
                "'BoolIfExists':{'absent':'true'} | true",
                "'Null':{'absent':'true'} | true",
                "'Null':{'absent':'false'} | false",
                "'Null':{'s3:prefix':'false'} | true",
                "'NumericLessThan':{'number':'10'} | true",
                "'NumericGreaterThanEquals':{'number':7} | true",
                "'NumericEquals':{'number':'7.0'} | true",
                "'NumericNotEquals':{'number':'7'} | false",
                "'NumericLessThan':{'s3:prefix':'10'} | false",
                "'DateGreaterThan':{'aws:CurrentTime':'2025-12-31T00:00:00Z'} | true",
                "'DateLessThan':{'aws:CurrentTime':'2025-12-31T00:00:00Z'} | false",
                "'IpAddress':{'aws:SourceIp':'10.0.0.0/8'} | true",
                "'IpAddress':{'aws:SourceIp':'10.1.2.4'} | false",
                "'NotIpAddress':{'aws:SourceIp':'192.168.0.0/16'} | true",
                "'ForAllValues:StringEquals':{'aws:TagKeys':['owner','expiry','more']} | true",
                "'ForAllValues:StringEquals':{'aws:TagKeys':['owner']} | false",
                "'ForAllValues:StringEquals':{'absent':['owner']} | true",
                "'ForAnyValue:StringEquals':{'aws:TagKeys':['owner']} | true",
                "'ForAnyValue:StringEquals':{'absent':['owner']} | false",
                "'StringEquals':{'s3:prefix':'data/in','number':'7'} | true",
                "'StringEquals':{'s3:prefix':'data/in','number':'8'} | false",
                "'StringEquals':{'s3:prefix':'data/in'},'Bool':{'aws:SecureTransport':'false'} | false",
                "'StringEquals':{'aws:PrincipalTag/team':'${aws:PrincipalTag/team}'} | true",
                "'StringEquals':{'s3:prefix':'${absent}'} | false"
            })
    void asks_conditions(String condition, boolean allowed) {
        String statement = statement("Allow", "'Action':'*','Resource':'*','Condition':{" + condition + "}");

        assertThat(decide("s3:GetObject", "arn:aws:s3:::data/a", statement))
                .isEqualTo(allowed ? Decision.ALLOWED : Decision.IMPLICITLY_DENIED);
    }

    @Test
    void lets_a_denial_outweigh_every_permission_wherever_it_stands() {
        String allow = statement("Allow", "'Action':'*','Resource':'*'");
        String deny = statement("Deny", "'Action':'s3:Get*','Resource':'*'");

        assertThat(decide("s3:GetObject", "arn:aws:s3:::a", allow, deny)).isEqualTo(Decision.EXPLICITLY_DENIED);
        assertThat(decide("s3:GetObject", "arn:aws:s3:::a", deny, allow)).isEqualTo(Decision.EXPLICITLY_DENIED);
        assertThat(decide("s3:PutObject", "arn:aws:s3:::a", deny, allow)).isEqualTo(Decision.ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "a*c, abbbc, true",
        "a*c, abbb, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "**a**, xxaxx, true",
        "*ab*ab, abab, true",
        "*ab*ab, aab, false",
        "a.c, abc, false"
    })
    void matches_patterns(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
    }
}
