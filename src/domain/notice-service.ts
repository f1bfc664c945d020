export const SERVICE_METHODS = ['in_person', 'post', 'public_notice', 'electronic'] as const;
/** How a notice was served (送达): in person, by post, by public notice, electronically. */
export type ServiceMethod = (typeof SERVICE_METHODS)[number];
