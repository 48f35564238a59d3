import Joi from 'joi';
import { z } from 'zod';
import mongoose from 'mongoose';

// The settings of a client of something else.
export const client = { key: 'public', baseUrl: 'https://api.example.com', scopes: 'read write', vendor: 'Example', apiVersion: 'v2' };
// What a descriptor must look like.
export const schema = Joi.object({ key: Joi.string(), baseUrl: Joi.string(), modules: Joi.object(), lifecycle: Joi.object(), apiVersion: Joi.number() });
export const shape = z.object({ key: z.string(), baseUrl: z.string(), authentication: z.object({ type: z.literal('jwt') }), modules: z.object({}) });
export const stored = new mongoose.Schema({ key: String, baseUrl: String, lifecycle: { installed: String }, vendor: { name: String } });
// A plug-in of a bundler has modules, and they are a list.
export const plugin = { key: 'x', baseUrl: '.', modules: ['a'], vendor: true };
export interface Descriptor { key: string; baseUrl: string; modules: { webPanels: [] }; lifecycle: {} }
// Two keys are too few.
export const tenant = { key: 'x', baseUrl: 'https://tenant.atlassian.net', scopes: ['READ'] };
