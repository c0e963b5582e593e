package io.github.tune4j.aws;

import java.util.List;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Writes down each operation with the region that it is called in. */
record SigningRegions(List<String> seen) implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        seen.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME) + " "
                + attributes.getAttribute(AwsExecutionAttribute.AWS_REGION));
    }
}
