package io.mpsbridge.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A client that does what the test wants where it wants, and else what the real one does. */
interface Tampered {

    /** Goes on to the real client. */
    @FunctionalInterface
    interface Call {
        Object proceed() throws Throwable;
    }

    /** Called instead of each method of the client. */
    Object on(Method method, Object[] arguments, Call call) throws Throwable;

    /** Changes nothing. */
    static Tampered not() {
        return (method, arguments, call) -> call.proceed();
    }

    static <T> T client(Class<T> kind, T real, Tampered tampered) {
        return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, (proxy, method, args) -> {
            Object[] arguments = args == null ? new Object[0] : args;
            return tampered.on(method, arguments, () -> {
                try {
                    return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        }));
    }
}
