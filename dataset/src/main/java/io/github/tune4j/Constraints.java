package io.github.tune4j;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Locale;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Jakarta Validation without expression language; the engine starts at the first use. */
final class Constraints {
    private Constraints() {}

    static List<String> violationsOf(Object settings) {
        return Engine.VALIDATOR.validate(settings).stream()
                .map(Constraints::sentence)
                .sorted()
                .toList();
    }

    private static String sentence(ConstraintViolation<Object> violation) {
        return violation.getPropertyPath() + " " + violation.getMessage() + " (was " + violation.getInvalidValue()
                + ")";
    }

    private static final class Engine {
        static final Validator VALIDATOR = Validation.byProvider(HibernateValidator.class)
                .configure()
                .defaultLocale(Locale.ENGLISH)
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
    }
}
